// A gap in plain words: what happened, and what to do about it.

import Sessions

extension Gap.Reason {
  /// What happened, as a sentence or two.
  var what: String {
    switch self {
    case .vacuumed:
      "The journal had removed entries before ssh-alertd had read them."
    case .replaced:
      "The journal is not the one that ssh-alertd read last: it was wiped or restored, it lost its end with the power, or it "
        + "is kept in memory and the machine restarted."
    case .cursor:
      "The place up to which ssh-alertd had read the journal was of no use: it was damaged, or later than now because the "
        + "clock was set back. It went on by time."
    case .unreadable:
      "Entries of the journal could not be read: a file is damaged, or a disk fails."
    case .suppressed:
      "journald dropped messages of sshd, because there were too many of them: most likely somebody tries many passwords."
    case .logLevel:
      "sshd's LogLevel is so low that sshd does not say who logs in."
    }
  }

  /// What to do, as a sentence or two.
  var advice: String {
    switch self {
    case .vacuumed:
      "Give the journal more room: SystemMaxUse= in /etc/systemd/journald.conf. 'last' knows logins with a terminal."
    case .replaced:
      "If nobody wiped it, make the journal persistent: mkdir /var/log/journal, then journalctl --flush. 'last' knows logins "
        + "with a terminal."
    case .cursor:
      "See whether the clock is right: timedatectl."
    case .unreadable:
      "See which file it is: journalctl --verify. Look at the disk's health as well."
    case .suppressed:
      "Raise LogRateLimitBurst= in the unit of sshd (systemctl edit ssh), and keep guessers out: no passwords, or a firewall."
    case .logLevel:
      "Set LogLevel INFO or VERBOSE in /etc/ssh/sshd_config, then reload sshd."
    }
  }
}
