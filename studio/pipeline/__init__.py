"""One file for each step of a job. A step claims the row, does its work outside of any transaction, and moves the job."""
