import { Anchor, Text } from "@mantine/core";
import { useState } from "react";
import classes from "./UntrustedText.module.css";
import { toPieces } from "./untrusted";

const SHOWN = 256;

/** Text that a caller chose: nothing in it may hide, reorder or flood what is around it. */
export function UntrustedText({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  const characters = Array.from(text);
  const isCut = !isWhole && characters.length > SHOWN;
  const shown = isCut ? characters.slice(0, SHOWN).join("") : text;
  return (
    <bdi className={classes.text}>
      {toPieces(shown).map((piece, index) =>
        piece.isEscape ? (
          <Text key={index} span inherit className={classes.escape}>
            {piece.text}
          </Text>
        ) : (
          piece.text
        ),
      )}
      {isCut && (
        <>
          {"… "}
          <Anchor component="button" type="button" inherit onClick={() => setWhole(true)}>
            show all {characters.length} characters
          </Anchor>
        </>
      )}
    </bdi>
  );
}
