import Foundation
import RoseyModels
import RoseyRuntime

// Writes transactions of three rows to the database in its argument, and prints the number of each once it is committed,
// until it is killed.

let db = try await Database.open(url: DatabaseURL(sqlitePath: CommandLine.arguments[1]).string)
var number = try await db.recentChat.all.max { $0.timestamp } ?? 0
while true {
    number += 1
    let transaction = number
    try await db.transaction { tx in
        for part in 0..<3 {
            try await tx.recentChat.insert(.init(timestamp: transaction, username: "part \(part)", message: "x"))
        }
    }
    FileHandle.standardOutput.write(Data("\(transaction)\n".utf8))
}
