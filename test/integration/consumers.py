"""Runs an export of hosts by the program that it is for, over hosts that were seen.

Called as `consumers.py NAME`, with {"text", "samples": [{"source", "host", "path"}]} on standard input; writes what was found
as JSON. It exits with 77 where a module or program is not there, and says which. SURICATA names the program.
"""

import csv
import io
import json
import os
import re
import sqlite3
import struct
import subprocess
import sys
import tempfile

MISSING = 77


def need(name):
    try:
        return __import__(name, fromlist=["_"])
    except ImportError as error:
        print(f"not there: {error.name}", file=sys.stderr)
        sys.exit(MISSING)


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def clickhouse(text, samples):
    chdb = need("chdb.session")
    base = chdb.Session()
    base.query("CREATE DATABASE IF NOT EXISTS t ENGINE = Atomic; ")
    base.query("USE t")
    base.query(
        "CREATE TABLE dns_log (client_ip String, query_name String, event_time DateTime) ENGINE = Memory")
    base.query(
        "CREATE TABLE events (source String, host String, path String, user_agent String, bytes_out Nullable(UInt64),"
        " bytes_in Nullable(UInt64), event_time DateTime) ENGINE = Memory")
    dns = ", ".join(f"('{one['source']}', '{one['host']}', now())" for one in samples)
    events = ", ".join(f"('{one['source']}', '{one['host']}', '{one['path']}', 'ua', 1, 2, now())" for one in samples)
    base.query(f"INSERT INTO dns_log VALUES {dns}")
    base.query(f"INSERT INTO events VALUES {events}")
    return rows(base.query(re.sub(r"FORMAT CSVWithNames\s*$", "", text), "CSVWithNames").bytes().decode())


def warehouse(dialect, text, samples):
    sqlglot = need("sqlglot")
    duckdb = need("duckdb")
    base = duckdb.connect()
    base.execute(
        "CREATE TABLE r53_rlogs (srcids STRUCT(instance VARCHAR), srcaddr VARCHAR, query_name VARCHAR, query_timestamp VARCHAR);"
        "CREATE TABLE cloudtrail_logs (useridentity STRUCT(arn VARCHAR, sessioncontext STRUCT(sessionissuer STRUCT(arn VARCHAR))),"
        " sourceipaddress VARCHAR, tlsdetails STRUCT(clientprovidedhostheader VARCHAR), useragent VARCHAR, eventtime VARCHAR,"
        " errorcode VARCHAR);"
        "CREATE TABLE events (source VARCHAR, host VARCHAR, path VARCHAR, user_agent VARCHAR, bytes_out BIGINT, bytes_in BIGINT,"
        " event_time TIMESTAMPTZ);"
        "CREATE TABLE dns_googleapis_com_dns_queries (jsonPayload STRUCT(vmInstanceName VARCHAR, sourceIP VARCHAR, queryName VARCHAR),"
        " timestamp TIMESTAMPTZ);")
    base.execute("CREATE TABLE samples AS SELECT unnest(?) AS source, unnest(?) AS host, unnest(?) AS path",
                 [[one[name] for one in samples] for name in ("source", "host", "path")])
    base.execute(
        "INSERT INTO r53_rlogs SELECT NULL, source, host, strftime(now(), '%Y-%m-%dT%H:%M:%SZ') FROM samples;"
        "INSERT INTO cloudtrail_logs SELECT {'arn': source, 'sessioncontext': NULL}, NULL, {'clientprovidedhostheader': host}, 'ua',"
        " strftime(now(), '%Y-%m-%dT%H:%M:%SZ'), NULL FROM samples;"
        "INSERT INTO events SELECT source, host, path, 'ua', 1, 2, now() FROM samples;"
        "INSERT INTO dns_googleapis_com_dns_queries"
        " SELECT {'vmInstanceName': NULL, 'sourceIP': source, 'queryName': host}, now() FROM samples;")
    text = text.replace("`my-project.my_dataset.", "`").replace(" LIMIT 16)", ")")  # DuckDB has no limit within an aggregate
    parsed = sqlglot.parse(text, read=dialect)
    assert len(parsed) == 1, "one statement"
    sql = parsed[0].sql(dialect="duckdb")
    found = base.execute(sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, map(str, row))) for row in found.fetchall()]


def sigma(text, samples):
    collection = need("sigma.collection").SigmaCollection.from_yaml(text)
    errors = [str(error) for rule in collection.rules for error in rule.errors]
    validation = need("sigma.validation").SigmaValidator
    plugins = need("sigma.plugins").InstalledSigmaPlugins.autodiscover()
    apart = {"attacktag", "no_related"}
    validators = [v for name, v in plugins.validators.items() if name not in apart]
    issues = [str(issue) for issue in validation(validators).validate_rules(iter(collection.rules))]
    backend = need("sigma.backends.sqlite").sqliteBackend()
    queries = backend.convert(collection)
    need("sigma.backends.splunk").SplunkBackend().convert(need("sigma.collection").SigmaCollection.from_yaml(text))
    base = sqlite3.connect(":memory:")
    base.execute('CREATE TABLE logs ("query", "QueryName", "cs-host", "c-uri", source)')
    found = []
    fields = {"dns": "query", "dns_query": "QueryName", "proxy": "cs-host"}
    for rule, query in zip(collection.rules, queries):
        base.execute("DELETE FROM logs")
        category = rule.logsource.category
        for one in samples:
            base.execute(f'INSERT INTO logs ("{fields[category]}", "c-uri", source) VALUES (?, ?, ?)',
                         [one["host"], one["path"] if category == "proxy" else None, one["source"]])
        query = query.replace("<TABLE_NAME>", "logs")
        found += [{"category": category, "title": rule.title, "source": row[-1]} for row in base.execute(query)]
    return {"errors": errors, "issues": issues, "found": found}


def sized(data, width):
    return len(data).to_bytes(width, "big") + data


def hello(name):
    """A ClientHello of TLS 1.2 that names a server."""
    server = b"\0\0" + sized(sized(b"\0" + sized(name, 2), 2), 2)
    body = b"\3\3" + bytes(32) + sized(b"", 1) + sized(b"\xc0\x2f", 2) + sized(b"\0", 1) + sized(server, 2)
    return b"\x16\3\1" + sized(b"\1" + sized(body, 3), 2)


def datagram(protocol, source, target, data):
    """An Ethernet frame; checksums are not looked at."""
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(data), 0, 0, 64, protocol, 0, source, target)
    return b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0" + ip + data


def conversation(client, server, port, service, data, answer):
    """The packets of a TCP connection in which one thing is said, and answered or not."""
    state = {client: 100, server: 900}

    def segment(side, other, flags, data=b""):
        ports = (port, service) if side == client else (service, port)
        head = struct.pack("!HHIIBBHHH", *ports, state[side], state[other] if flags & 16 else 0, 5 << 4, flags, 65000, 0, 0)
        state[side] += len(data) + (flags & 2) // 2
        return datagram(6, side, other, head + data)

    yield segment(client, server, 2)
    yield segment(server, client, 18)
    yield segment(client, server, 16)
    yield segment(client, server, 24, data)
    yield segment(server, client, 24 if answer else 16, answer)
    yield segment(client, server, 16)


def packets(samples, folder):
    """Each sample as a DNS query, a ClientHello and an HTTP request, from an address of its own."""
    server, seen = bytes([198, 51, 100, 7]), []
    for number, one in enumerate(samples):
        client, port = bytes([10, number >> 8 & 255, number & 255, 7]), 20000 + number % 40000
        name = b"".join(sized(label.encode(), 1) for label in one["host"].split(".")) + b"\0"
        query = struct.pack("!HHHHHH", number % 65536, 0x100, 1, 0, 0, 0) + name + b"\0\1\0\1"
        seen.append(datagram(17, client, server, struct.pack("!HHHH", port, 53, 8 + len(query), 0) + query))
        seen += conversation(client, server, port, 443, hello(one["host"].encode()), b"")
        request = f"POST {one['path'] or '/'} HTTP/1.1\r\nHost: {one['host']}\r\nContent-Length: 0\r\n\r\n".encode()
        seen += conversation(client, server, port, 80, request, b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    path = os.path.join(folder, "seen.pcap")
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for index, frame in enumerate(seen):
            file.write(struct.pack("<IIII", 1_800_000_000 + index // 1000, index % 1000 * 1000, len(frame), len(frame)) + frame)
    return path


def suricata(text, samples):
    program = os.environ.get("SURICATA", "suricata").split()
    with tempfile.TemporaryDirectory() as folder:
        rules, settings = os.path.join(folder, "rollcall.rules"), os.path.join(folder, "suricata.yaml")
        with open(rules, "w") as file:
            file.write(text)
        with open(settings, "w") as file:
            file.write("%YAML 1.1\n---\nvars:\n  address-groups: {HOME_NET: '[10.0.0.0/8]', EXTERNAL_NET: '!$HOME_NET'}\n"
                       "default-log-dir: " + folder + "\nclassification-file: /dev/null\nreference-config-file: /dev/null\n"
                       "outputs: [{eve-log: {enabled: yes, filename: eve.json, types: [alert]}}]\n"
                       "stream: {checksum-validation: no}\n"
                       "app-layer: {protocols: {tls: {enabled: yes, detection-ports: {dp: 443}}, http: {enabled: yes},"
                       " quic: {enabled: yes}, http2: {enabled: yes},"
                       " dns: {udp: {enabled: yes, detection-ports: {dp: 53}}, tcp: {enabled: yes}}}}\n")
        common = ["-c", settings, "-S", rules, "-l", folder, "-k", "none", "--set", "unix-command.enabled=no"]
        try:
            test = subprocess.run([*program, "-T", *common], capture_output=True, text=True)
        except FileNotFoundError:
            print(f"not there: {program[0]}", file=sys.stderr)
            sys.exit(MISSING)
        said = (test.stdout + test.stderr).splitlines()
        wrong = [line for line in said if re.search(r"\b(?:Error|Warning)\b", line) and not re.search("classification|counters|threshold-config", line)]
        subprocess.run([*program, *common, "-r", packets(samples, folder)], capture_output=True, text=True, check=True)
        alerts = [json.loads(line) for line in open(os.path.join(folder, "eve.json"))]
        found = [{"number": int(one["src_ip"].split(".")[1]) * 256 + int(one["src_ip"].split(".")[2]),
                  "protocol": one["app_proto"], "sid": one["alert"]["signature_id"]} for one in alerts]
        return {"code": test.returncode, "wrong": wrong[:20], "said": said[-3:], "found": found}


def main():
    name = sys.argv[1]
    given = json.load(sys.stdin)
    consumers = {
        "clickhouse": clickhouse,
        "athena": lambda *a: warehouse("athena", *a),
        "bigquery": lambda *a: warehouse("bigquery", *a),
        "sigma": sigma,
        "suricata": suricata,
    }
    print(json.dumps(consumers[name](given["text"], given["samples"])))


main()
