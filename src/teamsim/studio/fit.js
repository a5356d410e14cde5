// Pictures are measured before they are on the page, and never again: tell them when their place gets its width.
export default {
  render({ el }) {
    el.style.width = "100%";
    const watch = new ResizeObserver(() => window.dispatchEvent(new Event("resize")));
    watch.observe(el);
    return () => watch.disconnect();
  },
};
