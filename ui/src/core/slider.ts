// What a slider does with a key.

export interface Scale {
  min: number;
  max: number;
  /** What an arrow key, and what Page Up or Down, moves. */
  step: number;
  page: number;
}

/** The value that a key leads to from `value`; null for a key that isn't the slider's. */
export function valueAfterKey(key: string, value: number, { min, max, step, page }: Scale): number | null {
  const to = reached();
  return to === null ? null : Math.min(max, Math.max(min, to));

  function reached(): number | null {
    switch (key) {
      case 'ArrowLeft':
      case 'ArrowDown':
        return value - step;
      case 'ArrowRight':
      case 'ArrowUp':
        return value + step;
      case 'PageDown':
        return value - page;
      case 'PageUp':
        return value + page;
      case 'Home':
        return min;
      case 'End':
        return max;
      default:
        return null;
    }
  }
}
