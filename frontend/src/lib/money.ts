/**
 * Words for amounts, as usage/money.py says them; both pass tests/tables/money.json. A tick is 10⁻¹⁰ USD. Amounts are
 * counted in BigInt: a month of a large house is beyond what a plain number holds to the tick.
 */
export type Ticks = bigint | number | string

const PER_USD = 10_000_000_000n
const PER_CENT = PER_USD / 100n

/** "0.31 ¢" below a dollar, "$1.24" from there on, "<0.01 ¢" for less than can be shown. */
export function money(ticks: Ticks): string {
  const { sign, size } = split(ticks)
  const hundredths = rounded(size, PER_CENT / 100n)
  if (hundredths >= 10_000n) return `${sign}${dollars(size)}`
  if (size > 0n && hundredths === 0n) return `${sign}<0.01 ¢`
  return `${sign}${hundredths / 100n}.${twoDigits(hundredths % 100n)} ¢`
}

/** Every digit, for the hover: "$0.0031245". */
export function exact(ticks: Ticks): string {
  const { sign, size } = split(ticks)
  const digits = (size % PER_USD).toString().padStart(10, "0").replace(/0+$/, "").padEnd(2, "0")
  return `${sign}$${grouped(size / PER_USD)}.${digits}`
}

function dollars(size: bigint): string {
  const cents = rounded(size, PER_CENT)
  return `$${grouped(cents / 100n)}.${twoDigits(cents % 100n)}`
}

function split(ticks: Ticks): { sign: string; size: bigint } {
  const amount = BigInt(ticks)
  return amount < 0n ? { sign: "−", size: -amount } : { sign: "", size: amount }
}

function rounded(size: bigint, unit: bigint): bigint {
  return (size + unit / 2n) / unit
}

function twoDigits(amount: bigint): string {
  return amount.toString().padStart(2, "0")
}

function grouped(whole: bigint): string {
  return whole.toString().replace(/\B(?=(\d{3})+$)/g, ",")
}
