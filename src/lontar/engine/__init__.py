"""Floor 2, columns at scale: tables read from files, frames that run on several engines."""
