import type { Shape } from '../model/network.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { Flows } from './mitmproxy/flows.ts';
import type { BinaryDecoder, BinarySink } from './packets/binary.ts';
import { Capture } from './packets/capture.ts';

/** What decodes a log that is no text, by the name that `rules/logs/*.yaml` calls it. */
export function binaryDecoder(
  decoder: (Shape & { kind: 'binary' })['decoder'],
  rules: RuleSet,
  sink: BinarySink,
): BinaryDecoder {
  return decoder === 'pcap' ? new Capture(rules, sink) : new Flows(rules, sink);
}
