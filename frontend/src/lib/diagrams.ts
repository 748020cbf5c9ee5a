/** Draw the diagram of the block this button stands on. */
export function drawFrom(_button: HTMLElement): void {}
