/** Rows of comma-separated values (RFC 4180): quotes hold commas, line ends and doubled quotes. */
export function parseCsv(text: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  let cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  let line = 1;
  let begun = 1;

  function endRow() {
    cells.push(cell.trim());
    if (cells.some((one) => one !== "")) {
      rows.push({ line: begun, cells });
    }
    cells = [];
    cell = "";
    begun = line;
  }

  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "\n") {
      line++;
    }
    if (isQuoted) {
      if (character !== '"') {
        cell += character;
      } else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at++;
      } else {
        isQuoted = false;
      }
    } else if (character === '"' && cell.trim() === "") {
      isQuoted = true;
      cell = "";
    } else if (character === ",") {
      cells.push(cell.trim());
      cell = "";
    } else if (character === "\n") {
      endRow();
    } else if (character !== "\r") {
      cell += character;
    }
  }
  endRow();
  return rows;
}
