import SchemaKit

extension CodePrinter {
    /// Starts a file of generated code.
    ///
    /// - Parameters:
    ///   - columns: those whose types the file's declarations mention. It imports what these need and no more, as an import
    ///     that no declaration needs is a warning.
    ///   - hasDeclarations: whether other modules see any of its declarations, inlined code included.
    ///   - usesFoundationInside: whether the bodies of functions need Foundation though no declaration does.
    init(
        title: String, _ schema: NamedSchema, mentioning columns: [NamedColumn] = [], hasDeclarations: Bool = true,
        usesFoundationInside: Bool = false
    ) {
        let options = schema.schema.options
        self.init(options.accessLevel)
        print("// Generated from schema.yaml; edit that instead. \(title)")
        print()
        let mentioned = Set(columns.compactMap(\.module))
        let modules = ["RoseyRuntime"] + options.imports.filter(mentioned.contains)
        let isFoundationDeclared = columns.contains(where: \.usesFoundation)
        func printImports(_ code: inout CodePrinter, _ access: String) {
            for module in modules { code.print("\(hasDeclarations ? access : "")import \(module)") }
            guard isFoundationDeclared || usesFoundationInside else { return }
            let access = isFoundationDeclared ? access : ""
            code.print()
            code.print("#if canImport(FoundationEssentials)")
            code.print("\(access)import FoundationEssentials")
            code.print("#else")
            code.print("\(access)import Foundation")
            code.print("#endif")
        }
        // An import of a package's own level cannot stand beside one without a level in another file of the module, unless
        // that has the feature by which the latter is internal.
        if options.accessLevel == .package, hasDeclarations {
            print("#if hasFeature(InternalImportsByDefault)")
            printImports(&self, "package ")
            print("#else")
            printImports(&self, "")
            print("#endif")
        } else {
            printImports(&self, access)
        }
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
