// Text that is not saved yet, kept in this tab of the browser: should the kernel die, what was written does not.
// A tab's own store ends with the tab, so nothing stays behind on a shared computer.

function draftStore(id) {
  // On a server for many, each student's pages live under a path of their own.
  const place = `course-draft ${location.pathname.split(/\/(?:lab|doc|notebooks|tree)\b/)[0]} ${id}`;
  const quietly = (work) => { try { return work(); } catch { return null; } };
  return {
    read: () => quietly(() => JSON.parse(sessionStorage.getItem(place))),
    write: (answer) => quietly(() => sessionStorage.setItem(place, JSON.stringify(answer))),
    clear: () => quietly(() => sessionStorage.removeItem(place)),
  };
}
