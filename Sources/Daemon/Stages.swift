// All that lives long, and what of it a new configuration changes.

import Alerts
import Foundation
import Logging
import Sessions
import Store
import Systemd

/// The daemon's stages.
struct Stages: Sendable {
  let courier: Courier
  let alerter: Alerter
  let caretaker: Caretaker
  let watcher: Watcher
  let attendant: Attendant
  private let status: StatusBoard

  /// Makes the stages. What is wrong with the configuration shows before the first file is touched.
  init(_ configuration: Configuration, since: Timestamp?, manager: ServiceManager, logger: Logger) throws {
    let courierSettings = try configuration.courierSettings()
    let alerterSettings = try configuration.alerterSettings()
    let store = try Store.opening(configuration.database, logger: logger)
    let status = StatusBoard(manager, note: configuration.nobodyNotice)
    let courier = Courier(store: store, settings: courierSettings, status: status, logger: logger)
    let alerter = Alerter(
      store: store, settings: alerterSettings, courier: courier.wakeup, logger: logger)
    self.status = status
    self.courier = courier
    self.alerter = alerter
    caretaker = Caretaker(
      store: store, source: configuration.journal, retention: configuration.retention,
      logLevel: { configuration.sshdLogLevel }, alerter: alerter.wakeup, logger: logger)
    watcher = Watcher(
      source: configuration.journal, store: store,
      trust: TrustRules(addingExecutables: configuration.sshdExecutables), since: since, alerter: alerter.wakeup,
      manager: manager, status: status, logger: logger)
    attendant = Attendant(
      ControlSocket(path: configuration.controlSocket), look: { courier.look() }, logger: logger)
  }

  /// Goes on with another configuration.
  /// - Throws: `ConfigurationError`; nothing has changed then.
  @Sendable func use(_ configuration: Configuration) throws {
    let courierSettings = try configuration.courierSettings()
    let alerterSettings = try configuration.alerterSettings()
    courier.use(courierSettings)
    alerter.use(alerterSettings)
    caretaker.use(configuration.retention)
    status.show(note: configuration.nobodyNotice)
  }
}

extension Configuration {
  /// - Throws: `ConfigurationError` for a token of a service that cannot be used.
  func alerterSettings() throws(ConfigurationError) -> AlerterSettings {
    AlerterSettings(
      policy: policy, limit: mail.limit, sender: mail.sender, recipients: mail.recipients,
      lookup: try lookupSettings(), others: otherMail)
  }

  /// - Throws: `ConfigurationError` for a secret, a certificate or a template that cannot be used.
  func courierSettings() throws -> CourierSettings {
    CourierSettings(
      composer: try composer(), relays: try mail.relays(), schedule: mail.schedule, lateAfter: mail.limit.lateAfter)
  }

  /// - Throws: `ConfigurationError` for a template that cannot be used.
  func composer() throws(ConfigurationError) -> AlertMail {
    AlertMail(templates: try TemplateDirectory(path: mail.templates).templates(), zone: .current)
  }

  /// Where mail goes, in a line.
  var mailNotice: String {
    nobodyNotice ?? "mail goes to \(mail.recipients.joined(separator: ", ")) by \(mail.serverNames)"
  }
}
