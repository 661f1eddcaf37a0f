// Who imports SchemaKit has the database systems with it.
@_exported public import Dialects
