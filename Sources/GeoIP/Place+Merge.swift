// One place out of what several told. A city of one and a country of another would be a place that nobody told of: so all that
// is on the map comes from one, and all about the network from one.

public import Alerts

extension Place {
  /// The place that is told most exactly, with the network that is told first; nil where nobody told any.
  public static func merged(_ places: [Place]) -> Place? {
    let best = places.map(\.detail).max() ?? 0
    let location = best > 0 ? places.first { $0.detail == best } : nil
    let network = places.first { $0.asn != nil } ?? places.first { $0.network != nil }
    guard var place = location ?? network else { return nil }
    (place.asn, place.network) = (network?.asn, network?.network)
    if let network, network.source != place.source { place.source += ", \(network.source)" }
    return place
  }

  /// How exactly it is told: with a city, a region, a country, or only on the map.
  private var detail: Int {
    if city != nil {
      4
    } else if region != nil {
      3
    } else if country != nil {
      2
    } else if position != nil {
      1
    } else {
      0
    }
  }
}
