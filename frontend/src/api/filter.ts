/** RSQL: fields that must all hold. Values that are empty do not restrict. */
export function allOf(conditions: Record<string, string | undefined>): string | undefined {
  const parts = Object.entries(conditions)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([field, value]) => `${field}==${quoted(String(value))}`);
  return parts.length > 0 ? parts.join(";") : undefined;
}

/** RSQL: one of the fields contains the text. */
export function anyContains(fields: string[], text: string | undefined): string | undefined {
  return text ? fields.map((field) => `${field}==${quoted(`*${text}*`)}`).join(",") : undefined;
}

export function and(...filters: (string | undefined)[]): string | undefined {
  const parts = filters.filter((filter) => filter !== undefined);
  return parts.length > 0 ? parts.map((part) => `(${part})`).join(";") : undefined;
}

/** In single quotes: the server's router reads a value with double quotes as JSON. */
function quoted(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
