/// What a column can hold. Each type accepts the same values on every database.
public enum ColumnType: Hashable, Sendable {
    /// A whole number of 64 bits.
    case integer
    /// A whole number of 32 bits.
    case int32
    /// An IEEE 754 number of 64 bits.
    case real
    /// An exact decimal number of at most `precision` digits, `scale` of them after the point.
    case decimal(precision: Int, scale: Int)
    case boolean
    /// Text of at most `maxLength` Unicode code points.
    case string(maxLength: Int)
    /// Text of any length.
    case text
    /// Bytes.
    case blob
    /// An instant, in microseconds.
    case timestamp
    /// A day of the Gregorian calendar.
    case date
    case uuid
    case json
    /// One of a fixed list of words.
    case enumeration([String])
}

extension ColumnType: CustomStringConvertible {
    /// The type as the schema language spells it.
    public var description: String {
        switch self {
        case .integer: "integer"
        case .int32: "int32"
        case .real: "real"
        case .decimal(let precision, let scale): "decimal(\(precision), \(scale))"
        case .boolean: "boolean"
        case .string(let maxLength): "string(\(maxLength))"
        case .text: "text"
        case .blob: "blob"
        case .timestamp: "timestamp"
        case .date: "date"
        case .uuid: "uuid"
        case .json: "json"
        case .enumeration(let words): "enum(\(words.joined(separator: ", ")))"
        }
    }
}
