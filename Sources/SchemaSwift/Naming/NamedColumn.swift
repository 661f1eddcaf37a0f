import ExactText
import SchemaKit
import SchemaSQL

/// A column with its Swift names. A class, because all files of generated code go through all columns, and a debug build
/// would copy each string of a struct each time.
final class NamedColumn: Sendable {
    let column: Column
    let isKey: Bool
    /// The bare name: `totalChatLines`.
    let name: String
    /// The Swift enum of a column of type enum, unless the schema names a type for it.
    let enumeration: NamedEnumeration?
    /// The type of a value that is not NULL.
    let baseType: String
    /// The name as a declaration spells it, also that of a parameter.
    let declared: String
    /// The type of the model's property.
    let type: String
    /// The name as a string literal with the identifier in SQL.
    let identifier: String

    init(_ column: Column, isKey: Bool, in model: String, _ names: SwiftName) {
        self.column = column
        self.isKey = isKey
        name = column.propertyName ?? names.property(column.name)
        if case .enumeration(let words) = column.type, column.swiftType == nil {
            let enumeration = NamedEnumeration(of: name, in: model, words, names)
            self.enumeration = enumeration
            baseType = model + "." + enumeration.name
        } else {
            enumeration = nil
            baseType = column.swiftType ?? ColumnCode(column.type).swiftType
        }
        declared = SwiftName.escaped(name)
        type = column.isNullable ? baseType + "?" : baseType
        identifier = SwiftLiteral.string(SQLQuoting.name(column.name))
    }

    /// The name as the label of an argument, where the compiler takes all words of the language but one as they are.
    var label: String { name == "inout" ? declared : name }

    /// The name as a parameter of a generated function, which may need the bare name for something else.
    var parameter: String {
        ["change", "draft", "parameters", "row", "session"].contains(name) ? name + "_" : declared
    }

    /// `, scale: 2` for a decimal, which needs it wherever it goes in or out.
    var scaleArgument: String {
        if case .decimal(_, let scale) = column.type { ", scale: \(scale)" } else { "" }
    }

    /// What a value has to keep to when it is assigned.
    var limitArgument: String {
        switch column.type {
        case .decimal(let precision, let scale): ", precision: \(precision), scale: \(scale)"
        case .string(let maxLength): ", maxLength: \(maxLength)"
        case .integer, .int32, .real, .boolean, .text, .blob, .timestamp, .date, .uuid, .json, .enumeration: ""
        }
    }
}

// MARK: - Drafts

extension NamedColumn {
    var hasComputedDefault: Bool { column.hasComputedDefault }

    /// The type of the draft's property. Where the database fills the default in, `nil` asks for it.
    var draftType: String { hasComputedDefault ? type + "?" : type }

    /// What a draft has where nothing is said.
    var draftDefault: String? { hasComputedDefault ? "nil" : defaultCode }

    /// The default that drafts and models carry, as Swift.
    var defaultCode: String? {
        guard case .literal(let literal) = column.defaultValue, !hasComputedDefault else {
            return column.isNullable && column.defaultValue == nil ? "nil" : nil
        }
        if case .text(let word) = literal, let enumeration {
            return enumeration.cases.first { $0.word == word }.map { "." + $0.name }
        }
        return SwiftLiteral.value(literal)
    }

    /// The draft's value as a column has it. One that asks for the default is NULL.
    var draftValue: String {
        hasComputedDefault && column.isNullable ? "(self.\(name) ?? nil)" : "self.\(name)"
    }

    /// The draft's value as a model has it: as precise as the database keeps it.
    func stored(_ value: String) -> String {
        let dot = column.isNullable ? "?." : "."
        if column.swiftType != nil { return value }
        switch column.type {
        case .timestamp: return value + dot + "roundedToMicroseconds"
        case .decimal(_, let scale): return value + dot + "rounded(scale: \(scale))"
        case .integer, .int32, .real, .boolean, .string, .text, .blob, .date, .uuid, .json, .enumeration: return value
        }
    }
}

// MARK: - Binding and reading

extension NamedColumn {
    private var isRaw: Bool { column.type != .json && (column.swiftType != nil || enumeration != nil) }

    var bindingCanFail: Bool {
        switch column.type {
        case .timestamp, .decimal, .json: true
        case .integer, .int32, .real, .boolean, .string, .text, .blob, .date, .uuid, .enumeration: false
        }
    }

    /// The call that binds a value.
    ///
    /// - Parameters:
    ///   - isOptional: whether the value can be `nil`, though the column may not.
    ///   - isStored: whether it is to be stored, and so must not be too long.
    func bind(
        _ value: String, to parameters: String, at index: Int, isOptional: Bool? = nil, isStored: Bool = false
    ) -> String {
        let isOptional = isOptional ?? column.isNullable
        let raw = isRaw ? (isOptional ? "?.rawValue" : ".rawValue") : ""
        let call = "\(bindingCanFail ? "try " : "")\(parameters).\(column.type == .json ? "bindJSON" : "bind")"
        switch column.type {
        case .decimal(let precision, let scale):
            return "\(call)(\(value), precision: \(precision), scale: \(scale), at: \(index))"
        case .string(let maxLength) where isStored:
            let name = SwiftLiteral.string(column.name)
            return "\(call)(\(value)\(raw), to: \(name), maxLength: \(maxLength), at: \(index))"
        case .integer, .int32, .real, .boolean, .string, .text, .blob, .timestamp, .date, .uuid, .json, .enumeration:
            return "\(call)(\(value)\(raw), at: \(index))"
        }
    }

    /// The expression that reads the column from a row.
    func read(at index: Int) -> String {
        let read: String
        switch column.type {
        case .json: read = "try row.json(\(index), as: \(baseType).self)"
        case .decimal(_, let scale): read = "try row.decimal(\(index), scale: \(scale))"
        case .integer, .int32, .real, .boolean, .string, .text, .blob, .timestamp, .date, .uuid, .enumeration:
            let reader = "row.\(ColumnCode(column.type).reader)(\(index))"
            read = isRaw ? "try row.custom(\(baseType).self, \(reader), \(index))" : "try \(reader)"
        }
        return column.isNullable ? "row.isNull(\(index)) ? nil : \(read)" : read
    }
}

/// The Swift enum that stands for the words of a column.
struct NamedEnumeration {
    /// The name inside the model: `State`.
    let name: String
    let cases: [(name: String, word: String)]

    init(of column: String, in model: String, _ words: [String], _ names: SwiftName) {
        // `Role` in a model `Role` would hide it, and so would what generated code mentions.
        let capitalized = column.prefix(1).uppercased() + column.dropFirst()
        let isTaken = capitalized == model || ReservedNames.types.contains(capitalized)
        name = isTaken ? capitalized + "Value" : capitalized
        cases = words.map { word in
            let name = names.property(word)
            // Swift's own members of such an enum.
            return (["allCases", "rawValue", "hashValue", "none", "some"].contains(name) ? name + "_" : name, word)
        }
    }
}

/// How generated code handles a column type.
struct ColumnCode {
    let swiftType: String
    /// The method of `Row` that reads it.
    let reader: String

    init(_ type: ColumnType) {
        (swiftType, reader) =
            switch type {
            case .integer: ("Int", "int")
            case .int32: ("Int32", "int32")
            case .real: ("Double", "double")
            case .decimal: ("Decimal", "decimal")
            case .boolean: ("Bool", "bool")
            case .string, .text, .enumeration: ("String", "text")
            case .blob: ("[UInt8]", "bytes")
            case .timestamp: ("Date", "timestamp")
            case .date: ("CalendarDate", "date")
            case .uuid: ("UUID", "uuid")
            case .json: ("JSON", "json")
            }
    }
}
