import { expect, test } from "vitest"
import { BEAT, type Desk, Holding, IDLE } from "./holding"

function desk(answer?: string) {
  const said: string[] = []
  const fake = {
    time: 0,
    said,
    now: () => fake.time,
    hold: async () => {
      said.push("hold")
      return answer
    },
    giveBack: () => said.push("give back"),
    left: () => said.push("left"),
    lost: (sentence: string) => said.push(sentence),
  }
  return fake satisfies Desk & { time: number; said: string[] }
}

test("beats while somebody is there, and not while the tab is hidden", async () => {
  const fake = desk()
  const holding = new Holding(fake)

  fake.time = BEAT
  await holding.beat(true)
  await holding.beat(false)

  expect(fake.said).toEqual(["hold"])
})

test("gives the case back once nobody touched anything for a while, and takes it up with the first touch", async () => {
  const fake = desk()
  const holding = new Holding(fake)

  fake.time = IDLE
  await holding.beat(true)
  await holding.beat(true)
  await holding.touch()
  await holding.touch()

  expect(fake.said).toEqual(["give back", "left", "hold"])
})

test("once somebody else has it, it holds no more and gives nothing back", async () => {
  const fake = desk("Ruth took this meanwhile.")
  const holding = new Holding(fake)

  await holding.beat(true)
  await holding.beat(true)
  holding.leave()

  expect(fake.said).toEqual(["hold", "Ruth took this meanwhile."])
})

test("leaving gives it back once", () => {
  const fake = desk()
  const holding = new Holding(fake)

  holding.leave()
  holding.leave()

  expect(fake.said).toEqual(["give back"])
})
