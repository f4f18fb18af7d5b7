// The timeline's component. Its code is in the modules of the folder timeline/, which the server hands out; a component's
// own script cannot name its neighbours by a relative path.
const {show} = await import(new URL("assets/timeline/view.js", document.baseURI));

export default function (component) {
  const {data, parentElement, setTriggerValue} = component;
  return show(parentElement.querySelector(".timeline"), data, (range) => setTriggerValue("range", {range, at: Date.now()}));
}
