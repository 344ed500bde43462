/** Control, format (bidi, zero width), surrogate and unassigned characters, and odd blanks. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

export interface Piece {
  text: string;
  /** Whether the text is an escape that stands for a character that cannot be seen. */
  isEscape: boolean;
}

/** Splits text of unknown origin into what can be shown as it is, and escapes for the rest. */
export function toPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (const character of text) {
    const isEscape = HIDDEN.test(character);
    const shown = isEscape ? escapeOf(character) : character;
    const last = pieces.at(-1);
    if (last && last.isEscape === isEscape) {
      last.text += shown;
    } else {
      pieces.push({ text: shown, isEscape });
    }
  }
  return pieces;
}

function escapeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `\\u{${code}}`;
}
