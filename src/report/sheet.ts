/** Part of a text that must not grow beyond a limit: what frames the rows stays whole, rows are left out from the end. */
export interface Block {
  readonly head: string;
  readonly rows: readonly string[];
  readonly foot: string;
}

/** The blocks as one text of at most `limit` characters. Where rows are left out, their number is told. */
export function sheet(blocks: readonly Block[], limit: number): string {
  let text = '';
  for (const [index, block] of blocks.entries()) {
    const later = blocks.slice(index + 1);
    const room = limit - text.length;
    // All that later blocks do not need, and a fair share at the least: no block crowds out those after it.
    const share = Math.max(
      room - later.reduce((sum, next) => sum + need(next), 0),
      Math.floor(room / (later.length + 1)),
    );
    text += filled(block, share);
  }
  return text;
}

function need(block: Block): number {
  return block.rows.reduce((sum, row) => sum + row.length + 1, frame(block));
}

function frame({ head, foot }: Block): number {
  return head.length + foot.length;
}

// Enough for the line that says how many rows were left out.
const reserve = 80;

function filled(block: Block, room: number): string {
  const { head, rows, foot } = block;
  if (need(block) <= room) return `${head}${lines(rows)}${foot}`;

  let left = room - frame(block) - reserve;
  let kept = 0;
  for (const row of rows) {
    left -= row.length + 1;
    if (left < 0) break;
    kept += 1;
  }
  return `${head}${lines(rows.slice(0, kept))}\n*${rows.length - kept} more left out here. The JSON report has them all.*\n${foot}`;
}

function lines(rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join('');
}
