"""How words leave and arrive. One file a channel; knows rules and config, never the store."""
