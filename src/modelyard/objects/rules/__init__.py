"""Pure decisions about names, signatures, operations and the wire form of the storage port."""
