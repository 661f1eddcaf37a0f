/// What a schema can be warned of. The names are those by which `silence:` turns a warning off.
public enum Warning: String, Hashable, Sendable, CaseIterable {
    case redundantIndex = "redundant_index"
    case indexDuplicatesKey = "index_duplicates_key"
    case nullableBoolean = "nullable_boolean"
    case caseInsensitiveKey = "case_insensitive_key"
    case wastefulColumnOrder = "wasteful_column_order"

    /// What is meant, in a sentence.
    public var summary: String {
        switch self {
        case .redundantIndex: "An index whose columns are the first ones of another: the other serves as well."
        case .indexDuplicatesKey:
            "An index over the columns of the primary key or of a unique constraint, which is one."
        case .nullableBoolean: "A boolean that may be NULL has three states, and `!x` is not what it looks like in SQL."
        case .caseInsensitiveKey:
            "A text that is a key, where upper and lower case differ, is compared elsewhere as if they did not."
        case .wastefulColumnOrder:
            "Columns of a fixed size in an order that makes PostgreSQL fill 8 or more bytes of each row with nothing."
        }
    }
}
