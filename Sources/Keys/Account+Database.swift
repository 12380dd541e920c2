// The user database, whatever the administrator has behind it: getpwnam_r(3), getgrgid_r(3), getgrouplist(3), nsswitch.conf(5).

import Glibc
import Sessions

extension Account {
  /// Looks a user up. A name that could lead to another directory is refused, whatever the database says: it becomes part of
  /// paths.
  init(named name: String) throws(KeyError) {
    guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "/") })
    else { throw .noAccount("'\(name.printable(limit: 64))' is no name of a user") }
    var found: Account?
    let error = Self.lookUp { buffer, size in
      var (entry, result) = (passwd(), UnsafeMutablePointer<passwd>?.none)
      let error = getpwnam_r(name, &entry, buffer, size, &result)
      if error == 0, result != nil { found = Account(entry, named: name) }
      return error
    }
    guard let found else {
      let reason = error == 0 ? "no such user" : String(cString: strerror(error))
      throw .noAccount("'\(name.printable(limit: 64))': \(reason)")
    }
    self = found
  }

  private init(_ entry: passwd, named name: String) {
    self.init(
      name: name, uid: entry.pw_uid, home: entry.pw_dir.map { String(cString: $0) } ?? "/",
      groups: Self.groups(of: name, with: entry.pw_gid), ownGroup: Self.ownGroup(entry.pw_gid, of: name))
  }

  /// Asks with more and more room for the answer.
  /// - Parameter ask: returns 0, or an error number.
  private static func lookUp(_ ask: (UnsafeMutablePointer<CChar>, Int) -> Int32) -> Int32 {
    var size = 4096
    while true {
      let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
      defer { buffer.deallocate() }
      let error = ask(buffer, size)
      guard error == ERANGE, size < largestEntry else { return error }
      size *= 4
    }
  }

  /// A group of tens of thousands, with all their names.
  private static let largestEntry = 1024 * 1024

  private static func groups(of name: String, with primary: gid_t) -> Set<gid_t> {
    var count: Int32 = 64
    while true {
      var groups = [gid_t](repeating: 0, count: Int(count))
      let room = count
      if getgrouplist(name, primary, &groups, &count) >= 0 { return Set(groups.prefix(Int(count))) }
      // NGROUPS_MAX is 65,536.
      guard count > room, count <= 65_536 else { return [primary] }
    }
  }

  private static func ownGroup(_ group: gid_t, of name: String) -> gid_t? {
    var isOwn = false
    _ = lookUp { buffer, size in
      var (entry, result) = (Glibc.group(), UnsafeMutablePointer<Glibc.group>?.none)
      let error = getgrgid_r(group, &entry, buffer, size, &result)
      if error == 0, result != nil { isOwn = entry.isOnly(for: name) }
      return error
    }
    return isOwn ? group : nil
  }
}

extension Glibc.group {
  fileprivate func isOnly(for user: String) -> Bool {
    guard let name = gr_name, String(cString: name) == user else { return false }
    var member = gr_mem
    while let name = member?.pointee {
      guard String(cString: name) == user else { return false }
      member = member?.advanced(by: 1)
    }
    return true
  }
}
