"""The tests; helpers are imported by their full name, such as `tests.property.strategies`."""
