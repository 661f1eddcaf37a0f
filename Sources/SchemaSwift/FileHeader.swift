import SchemaKit

extension CodePrinter {
    /// Starts a file of generated code.
    ///
    /// - Parameter columns: those whose types the file's declarations mention. It imports what these need and no more, as
    ///   an import that no declaration needs is a warning.
    /// - Parameter usesFoundationInside: whether the bodies of functions need Foundation though no declaration does.
    init(
        title: String, _ schema: NamedSchema, mentioning columns: [NamedColumn] = [], usesFoundationInside: Bool = false
    ) {
        let options = schema.schema.options
        self.init(options.accessLevel)
        print("// Generated from schema.yaml; edit that instead. \(title)")
        print()
        print("\(options.accessLevel.rawValue) import RoseyRuntime")
        let modules = Set(columns.compactMap(\.module))
        for module in options.imports where modules.contains(where: { module == $0 || module.hasSuffix("." + $0) }) {
            print("\(options.accessLevel.rawValue) import \(module)")
        }
        let isDeclared = columns.contains(where: \.usesFoundation)
        guard isDeclared || usesFoundationInside else { return }
        let access = isDeclared ? options.accessLevel.rawValue : "internal"
        print()
        print("#if canImport(FoundationEssentials)")
        print("\(access) import FoundationEssentials")
        print("#else")
        print("\(access) import Foundation")
        print("#endif")
    }
}

extension NamedColumn {
    /// The module that the column's own type is in, if the schema says so: `Library` of `Library.LoanTerms`.
    fileprivate var module: String? {
        guard let type = column.swiftType, let dot = type.firstIndex(of: ".") else { return nil }
        return String(type[..<dot])
    }

    fileprivate var usesFoundation: Bool {
        column.swiftType == nil && ["Date", "Decimal", "UUID"].contains(baseType)
    }
}
