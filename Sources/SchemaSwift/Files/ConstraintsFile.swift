/// A constant for the name of each constraint, to compare that of an error with.
struct ConstraintsFile {
    let schema: NamedSchema

    var contents: String {
        let constraints = NamedConstraint.all(of: schema.schema.tables, SwiftName(schema.schema.options))
        var code = CodePrinter(
            title: "The names of constraints, as errors tell them.", schema, hasDeclarations: !constraints.isEmpty)
        if constraints.isEmpty { return code.text }
        code.print()
        code.block("extension ConstraintName") { code in
            for constraint in constraints {
                code.document(constraint.documentation)
                code.print(
                    "\(code.access)nonisolated static let \(SwiftName.escaped(constraint.name)) = "
                        + "ConstraintName(\(SwiftLiteral.string(constraint.constraint)))")
            }
        }
        return code.text
    }
}
