import type { Report } from '../../model/report.ts';
import type { Format } from '../format.ts';
import { quietParts } from '../quiet.ts';
import { reportJson } from '../report-json.ts';

/** The report for programs. Its keys stand in a fixed order, so that the same report gives the same bytes. */
export const json: Format = {
  id: 'json',
  extension: 'json',
  render: (report) => [...parts(report)].join(''),
  parts,
};

function* parts(report: Report): Iterable<string> {
  yield* quietParts(reportJson(report));
  yield '\n';
}
