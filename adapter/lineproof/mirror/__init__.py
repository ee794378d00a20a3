"""The mirror: tables made from the log by one projector, and the queries over them."""
