#!/usr/bin/env python3
"""Makes the files here that are not MaxMind's: small ones in the formats of DB-IP and IPinfo, and hostile ones.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install mmdb-writer==0.2.7 && /tmp/venv/bin/python make.py

The values are made up, the fields are those of https://db-ip.com/db/lite.php and https://ipinfo.io/developers/database-types.
"""
import pathlib
import struct

from netaddr import IPSet
from mmdb_writer import MMDBWriter

HERE = pathlib.Path(__file__).parent
SHAPE = {"ip_version": 6, "ipv4_compatible": True}
MARKER = b"\xab\xcd\xefMaxMind.com"


def write(name, kind, networks, **options):
    writer = MMDBWriter(database_type=kind, languages=["en"], **SHAPE, **options)
    for network, record in networks.items():
        writer.insert_network(IPSet([network]), record)
    writer.to_db_file(str(HERE / name))


def names(text):
    return {"names": {"en": text}}


write("dbip-city-lite.mmdb", "DBIP-City-Lite", {
    "1.2.3.0/24": {
        "city": names("Prague"), "subdivisions": [names("Prague")], "continent": {"code": "EU", **names("Europe")},
        "country": {"iso_code": "CZ", "is_in_european_union": True, **names("Czechia")},
        "location": {"latitude": 50.088, "longitude": 14.4208}},
    "2a00:1::/32": {"city": names("Praha 1"), "country": {"iso_code": "CZ"}},
    "1.2.4.0/24": {"country": {"iso_code": "ZZ"}},
})
write("dbip-asn-lite.mmdb", "DBIP-ASN-Lite (compat=GeoLite2-ASN)", {
    "1.2.3.0/24": {"autonomous_system_number": 64500, "autonomous_system_organization": "Example Telecom"},
})
write("ipinfo_lite.mmdb", "ipinfo bundle_lite.mmdb", {
    "1.2.3.0/24": {
        "continent": "Europe", "continent_code": "EU", "country": "Czechia", "country_code": "CZ", "asn": "AS64500",
        "as_name": "Example Telecom", "as_domain": "example.net"},
})
write("ipinfo_location.mmdb", "ipinfo standard_location.mmdb", {
    "1.2.3.0/24": {
        "city": "Prague", "region": "Prague", "country": "CZ", "lat": "50.08804", "lng": "14.42076",
        "postal_code": "110 00", "timezone": "Europe/Prague", "radius": "20"},
    "1.2.5.0/24": {"city": "Prague", "country": "CZ", "lat": 50.08804, "lng": 14.42076, "timezone": "Europe/Prague"},
}, float_type="f64")
write("hostile-values.mmdb", "\x1b[31mHostile\n", {
    # Texts that are too long, or turn the terminal; numbers that are none; types that nobody expects.
    "1.2.3.0/24": {
        "city": "<b>\x1b[31m\u202eegarP\n" + "x" * 4000, "region": "-", "country": "C\u0300", "country_code": "czech",
        "lat": "nan", "lng": "1e999", "timezone": ["Europe/Prague"], "asn": "AS99999999999", "as_name": "  "},
    "1.2.4.0/24": {"lat": 91.0, "lng": 14.0, "country": "cz", "asn": "as64500", "name": "Example"},
    "1.2.5.0/24": {"city": {"names": {"en": {"en": "Prague"}}}, "lat": "50", "lng": "14", "radius": -5.0},
    "1.2.6.0/24": {"loc": "50.088,14.4208", "org": "AS64500 Example Telecom", "asn": "AS0"},
}, float_type="f64")


def text(value):
    return bytes([0x40 | len(value)]) + value.encode()


def field(name, kind, value, size):
    control = bytes([kind << 5 | size]) if kind < 8 else bytes([size, kind - 7])
    return text(name) + control + value.to_bytes(size, "big")


def metadata(languages=lambda offset: b"\x00\x04"):
    """Types: 5 uint16, 6 uint32, 9 uint64; 0xe0 is an empty map, 0x00 0x04 an empty array."""
    fields = (bytes([0xE0 | 9]) + field("binary_format_major_version", 5, 2, 1)
              + field("binary_format_minor_version", 5, 0, 1) + field("build_epoch", 9, 1, 1) + text("database_type")
              + text("Test") + field("ip_version", 5, 4, 1) + field("node_count", 6, 1, 1) + field("record_size", 5, 24, 1)
              + text("description") + b"\xe0" + text("languages"))
    return MARKER + fields + languages(len(fields))


def raw(name, data, **words):
    """One node, both of whose records point to the start of the data."""
    record = struct.pack(">I", 1 + 16)[1:]
    (HERE / name).write_bytes(record * 2 + bytes(16) + data + metadata(**words))


def pointers(offset):
    """Arrays, each of two pointers to the next one, the last to a text: 2**40 values. An array has six bytes."""
    starts = [offset + 6 * level for level in range(1, 41)]
    return b"".join(b"\x02\x04" + bytes([0x20 | start >> 8, start & 0xFF]) * 2 for start in starts) + text("x")


ARRAY_OF_ONE = b"\x01\x04"
raw("bad/nested-deep.mmdb", b"\xe2" + text("x") + ARRAY_OF_ONE * 8000 + b"\xa1\x01" + text("city") + text("Prague"))
raw("bad/nested-metadata.mmdb", b"\xe0", languages=lambda _: ARRAY_OF_ONE * 8000 + b"\xa1\x01")
raw("bad/endless-map.mmdb", b"\xff\xff\xff\xff")
raw("bad/pointer-to-itself.mmdb", b"\xe1" + text("x") + b"\x20\x00")
raw("bad/pointer-far-away.mmdb", b"\xe1" + text("x") + b"\x38\xff\xff\xff\xff")
raw("bad/pointers-in-metadata.mmdb", b"\xe0", languages=pointers)
