"""Pictures and files beside a question: taken in, kept, shown to the engine, deleted."""
