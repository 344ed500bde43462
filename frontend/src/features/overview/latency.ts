const formats = [
  { least: 1000, unit: "second", perUnit: 1000 },
  { least: 1, unit: "millisecond", perUnit: 1 },
  { least: 0, unit: "microsecond", perUnit: 0.001 },
].map(({ least, unit, perUnit }) => ({
  least,
  perUnit,
  format: new Intl.NumberFormat(undefined, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumSignificantDigits: 2,
  }),
}));

/** A length of time in the unit that suits it: "80 μs", "1.3 ms". */
export function inMillis(millis: number): string {
  const fits = formats.find(({ least }) => millis >= least);
  return fits ? fits.format.format(millis / fits.perUnit) : "";
}
