import SchemaKit
import Testing

/// Texts that are deeper or longer than anybody's.
@Suite(.timeLimit(.minutes(2)))
struct DepthTests {
    private func conditions(_ text: String) -> [SimpleCondition] {
        SimpleCondition.conditions(of: Check(name: "c", condition: .common(text)))
    }

    @Test func parenthesesInChecks() {
        func inside(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "a > 0" + String(repeating: ")", count: depth)
        }
        #expect(conditions(inside(1)) == conditions("a > 0") && conditions(inside(50)) == conditions("a > 0"))
        #expect(conditions("a > 0").count == 1 && conditions(inside(50_000)) == [])
    }

    /// Each is told with the text of all of them.
    @Test func conditionsInChecks() {
        func all(_ count: Int) -> String { (0..<count).map { "a <> \($0)" }.joined(separator: " AND ") }
        #expect(conditions(all(50)).count == 50 && conditions(all(5_000)) == [])
    }

    @Test func parenthesesThatNeverClose() {
        let list = String(repeating: "(,", count: 3_000)
        #expect(diagnose("include: [\(list) a]\ntables: {}").isEmpty == false)
        #expect(
            diagnose(
                "tables: { t: { columns: { id: { type: integer, primary_key: true }, e: { type: enum(a, b(c), (d), e), default: a } } } }"
            ) == [])
    }
}
