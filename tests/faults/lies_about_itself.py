"""An object that fails whoever looks at what it has."""

from tests.faults import SECRET


class Liar:
    sop_api = 1

    def __dir__(self):
        raise ValueError(SECRET)


plugin = Liar()
