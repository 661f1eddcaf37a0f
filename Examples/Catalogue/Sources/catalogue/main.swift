import CatalogueModels
import Foundation
import RoseyRuntime

// A day at the library, on the database that `swift run rosey upgrade head` has made; in memory where none is named.

let url = CommandLine.arguments.dropFirst().first ?? "sqlite:///:memory:"
let db = try await Database.open(url: url)
try await db.migrate(CatalogueModels.migrations)

func day(_ text: String) throws -> CalendarDate {
    guard let day = CalendarDate(text) else { throw CocoaError(.formatting) }
    return day
}

// A form can show everything that is wrong at once, before anything is asked of the database.
let mistaken = Book.Draft(isbn: "123", title: String(repeating: "?", count: 201), authorID: 0, price: -1)
for issue in mistaken.validate() { print("form: \(issue)") }

let woolf = try await db.authors.upsert(.init(name: "Virginia Woolf", born: day("1882-01-25")), onConflict: .name)
let orlando = Book.Draft(
    isbn: "9780156701600", title: "Orlando", authorID: woolf.id, published: try day("1928-10-11"), price: 15.5,
    details: BookDetails(languages: ["en"], pages: 333))
try await db.books.upsert(orlando, onConflict: .isbn)
for number in 1...2 {
    try await db.copies.upsert(
        .init(isbn: orlando.isbn, number: number, shelf: "W \(number)"), onConflict: .isbnAndNumber)
}

let ada = try await db.members.insert(.init(id: UUID(), name: "Ada"))
let loan = try await db.loans.insert(
    .init(isbn: orlando.isbn, number: 1, memberID: ada.id, due: try day("2026-12-24")))
print("lent \(loan.isbn), copy \(loan.number), due \(loan.due)")
do {
    try await db.loans.insert(.init(isbn: orlando.isbn, number: 1, memberID: ada.id, due: try day("2026-12-31")))
} catch let error as DatabaseError where error.code == .unique {
    print("refused: \(error.constraint ?? "") does not allow a second loan of the copy")
}
for open in try await db.openLoans.where({ $0.kind == .novel }).fetchAll() {
    print("\(open.member) has \(open.title) until \(open.due)")
}

try await db.loans.update(loan.id) { $0.returned = Date() }
print("open loans: \(try await db.openLoans.count())")
if let pages = try await db.books.find(orlando.isbn)?.details?.pages { print("Orlando has \(pages) pages") }
print("all books together cost \(try await db.books.all.sum { $0.price }) euros")
await db.close()
