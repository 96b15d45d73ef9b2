"""Group results: an implementation lead asks, looks, publishes once; who may see what stands in `gate`."""
