"""What comes to the wall without an order: taken in, checked by a worker, hung. Pictures and clips brought, and cuts."""
