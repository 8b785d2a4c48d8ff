/** How a command is called that needs to be told something, by its name. */
const examples: Readonly<Record<string, string>> = {
  explain: 'rollcall explain services/triage',
  'registry diff': 'rollcall registry diff origin/main..HEAD',
  'registry import': 'rollcall registry import agent-card.json --dry-run',
  'registry export': 'rollcall registry export --to cyclonedx -o agents.cdx.json',
  'rules export': 'rollcall rules export --format suricata -o rollcall.rules',
  'registry shrink': 'rollcall registry shrink billing-triage',
  'baseline prune': 'rollcall baseline prune .rollcall/baseline.json',
  'report render': 'rollcall report render report.json -o markdown=report.md',
  'report diff': 'rollcall report diff before.json after.json',
};

/** A complaint about something that was not given, with an example of how it is. */
export function withExample(complaint: string, command: string): string {
  const example = examples[command];
  const isMissing = /^error: (?:missing required argument|required option)/.test(complaint);
  return isMissing && example !== undefined ? `${complaint}\nSuch as: ${example}\n` : complaint;
}
