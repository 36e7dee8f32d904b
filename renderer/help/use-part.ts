/** Where a part of the window is, while it moves with the window and its panes. */
import { useEffect, useState } from 'react';

export interface WindowPart {
  readonly element: Element;
  readonly place: DOMRectReadOnly;
}

/** Null while nothing fits the selector. */
export function usePart(selector: string): WindowPart | null {
  const [part, setPart] = useState<WindowPart | null>(null);
  useEffect(() => {
    const element = document.querySelector(selector);
    if (element === null) return setPart(null);
    const measure = (): void => setPart({ element, place: element.getBoundingClientRect() });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    window.addEventListener('resize', measure);
    measure();
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [selector]);
  return part;
}
