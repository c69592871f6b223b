/** Keeps a popover beside its button while both move. Loaded when the first one opens. */
import { autoUpdate, computePosition, flip, offset, shift, size } from '@floating-ui/dom';

/** @returns a function that stops. */
export function placePopover(button: Element, popover: HTMLElement): () => void {
  return autoUpdate(button, popover, () => {
    void computePosition(button, popover, {
      strategy: 'fixed',
      placement: 'bottom-start',
      middleware: [
        offset(8),
        flip({ padding: 16 }),
        shift({ padding: 16 }),
        size({ padding: 16, apply: limit }),
      ],
    }).then(({ x, y }) => {
      // Set through the object model: a strict policy forbids style attributes only.
      popover.style.left = `${x}px`;
      popover.style.top = `${y}px`;
    });
  });
}

/** At least this much of the list is seen, wherever its button stands. */
const leastHeight = 240;

function limit({
  availableHeight,
  elements,
}: {
  availableHeight: number;
  elements: { floating: HTMLElement };
}): void {
  elements.floating.style.maxHeight = `${Math.max(leastHeight, availableHeight)}px`;
}
