// Generated from schema.yaml; edit that instead. What drafts know to be wrong with themselves.

public import RoseyRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

nonisolated extension Order.Draft {
    /// Everything that a database would refuse as far as the schema tells without one: lengths, ranges and simple
    /// checks. An empty list does not promise that an insert succeeds.
    public func validate() -> [ValidationIssue] {
        var issues: [ValidationIssue] = []
        issues.requireLength(of: self.class, atMost: 10, "class")
        return issues
    }
}

nonisolated extension Kind.Draft {
    /// Everything that a database would refuse as far as the schema tells without one: lengths, ranges and simple
    /// checks. An empty list does not promise that an insert succeeds.
    public func validate() -> [ValidationIssue] {
        var issues: [ValidationIssue] = []
        issues.requireLength(of: self.name, atMost: 20, "name")
        return issues
    }
}

nonisolated extension Tag.Draft {
    /// Everything that a database would refuse as far as the schema tells without one: lengths, ranges and simple
    /// checks. An empty list does not promise that an insert succeeds.
    public func validate() -> [ValidationIssue] {
        []
    }
}

nonisolated extension EventsWithARatherLongName.Draft {
    /// Everything that a database would refuse as far as the schema tells without one: lengths, ranges and simple
    /// checks. An empty list does not promise that an insert succeeds.
    public func validate() -> [ValidationIssue] {
        var issues: [ValidationIssue] = []
        issues.requireLength(of: self.otherLongKeyColumn, atMost: 100, "other_long_key_column")
        return issues
    }
}

nonisolated extension Setting.Draft {
    /// Everything that a database would refuse as far as the schema tells without one: lengths, ranges and simple
    /// checks. An empty list does not promise that an insert succeeds.
    public func validate() -> [ValidationIssue] {
        []
    }
}

nonisolated extension Counter.Draft {
    /// Everything that a database would refuse as far as the schema tells without one: lengths, ranges and simple
    /// checks. An empty list does not promise that an insert succeeds.
    public func validate() -> [ValidationIssue] {
        []
    }
}

nonisolated extension Word.Draft {
    /// Everything that a database would refuse as far as the schema tells without one: lengths, ranges and simple
    /// checks. An empty list does not promise that an insert succeeds.
    public func validate() -> [ValidationIssue] {
        []
    }
}

nonisolated extension Target.Draft {
    /// Everything that a database would refuse as far as the schema tells without one: lengths, ranges and simple
    /// checks. An empty list does not promise that an insert succeeds.
    public func validate() -> [ValidationIssue] {
        []
    }
}

nonisolated extension Member.Draft {
    /// Everything that a database would refuse as far as the schema tells without one: lengths, ranges and simple
    /// checks. An empty list does not promise that an insert succeeds.
    public func validate() -> [ValidationIssue] {
        var issues: [ValidationIssue] = []
        issues.requireLength(of: self.name, atMost: 80, "name")
        issues.requireRange(of: self.joined, "joined")
        issues.requireRange(of: (self.left ?? nil), "left")
        issues.requireRange(of: self.fee.rounded(scale: 2), precision: 8, scale: 2, "fee")
        issues.requireRange(of: self.discount?.rounded(scale: 3), precision: 3, scale: 3, "discount")
        issues.requireLength(of: self.nick?.rawValue, atMost: 20, "nickname")
        issues.requireRange(of: self.at, "at")
        issues.require(
            self.fee.rounded(scale: 2) >= Decimal(sign: .plus, exponent: 0, significand: 0),
            "fee",
            check: "fee_in_range",
            "fee BETWEEN 0 AND 1000"
        )
        issues.require(
            self.fee.rounded(scale: 2) <= Decimal(sign: .plus, exponent: 0, significand: 1000),
            "fee",
            check: "fee_in_range",
            "fee BETWEEN 0 AND 1000"
        )
        issues.require(self.name.unicodeScalars.count >= 2, "name", check: "name_is_long", "length(name) >= 2")
        issues.require(
            (self.rank?.rawValue).map { [1, 2, 3].contains($0) },
            "rank",
            check: "rank_is_known",
            "rank IN (1, 2, 3)"
        )
        return issues
    }
}

nonisolated extension Loan.Draft {
    /// Everything that a database would refuse as far as the schema tells without one: lengths, ranges and simple
    /// checks. An empty list does not promise that an insert succeeds.
    public func validate() -> [ValidationIssue] {
        var issues: [ValidationIssue] = []
        issues.requireLength(of: self.other, atMost: 100, "other")
        return issues
    }
}

nonisolated extension Chapter.Draft {
    /// Everything that a database would refuse as far as the schema tells without one: lengths, ranges and simple
    /// checks. An empty list does not promise that an insert succeeds.
    public func validate() -> [ValidationIssue] {
        var issues: [ValidationIssue] = []
        issues.requireLength(of: self.title, atMost: 40, "title")
        issues.requireLength(of: self.first, atMost: 40, "first")
        return issues
    }
}

nonisolated extension Page.Draft {
    /// Everything that a database would refuse as far as the schema tells without one: lengths, ranges and simple
    /// checks. An empty list does not promise that an insert succeeds.
    public func validate() -> [ValidationIssue] {
        var issues: [ValidationIssue] = []
        issues.requireLength(of: self.title, atMost: 40, "title")
        issues.requireLength(of: self.chapter, atMost: 40, "chapter")
        return issues
    }
}
