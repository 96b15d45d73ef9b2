"""The profiles of Hypothesis are those of the library's own tests."""

from tests import conftest  # noqa: F401  it registers and loads them
