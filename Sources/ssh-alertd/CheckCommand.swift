import ArgumentParser
import Daemon
import Processes

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Try all that the daemon needs, and say what is right or what to do.")

  @OptionGroup var options: ConfigurationOption

  func run() throws {
    ProcessMemory.keepPrivate()
    let configuration = try options.load()
    let results = Check(configuration).results()
    for result in results {
      print("\(label(result.verdict))  \(result.subject): \(result.text)")
      if let hint = result.hint { print("      hint: \(hint)") }
    }
    if results.contains(where: { $0.verdict == .failed }) { throw ExitCode.failure }
  }

  private func label(_ verdict: CheckResult.Verdict) -> String {
    switch verdict {
    case .ok: "ok  "
    case .warning: "note"
    case .failed: "FAIL"
    }
  }
}
