// A button that lets the browser fetch the selection as a file: the server streams it, whatever its size.
export default function (component) {
  const {data, parentElement} = component;
  const button = parentElement.querySelector("button");
  button.disabled = !data.count;
  button.onclick = () => {
    const link = document.createElement("a");
    link.href = `export.geojson?${data.query}`;
    link.download = "";
    link.click();
  };
}
