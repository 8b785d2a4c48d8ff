import type { Format } from '../format.ts';
import { quietJson } from '../quiet.ts';
import { reportJson } from '../report-json.ts';

/** The report for programs. Its keys stand in a fixed order, so that the same report gives the same bytes. */
export const json: Format = {
  id: 'json',
  extension: 'json',
  render(report) {
    return `${quietJson(reportJson(report))}\n`;
  },
};
