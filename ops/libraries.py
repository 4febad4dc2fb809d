"""Which shared libraries a program is linked to, and which Debian packages files are of: of this machine, or of a sysroot of
ops/fetch-sysroot.sh. No program is started for it, so it may be one of another architecture."""
import os
import pathlib
import re
import subprocess


def output(*command) -> str:
    return subprocess.run([str(each) for each in command], check=True, capture_output=True, text=True).stdout


class Machine:
    """This one."""

    def linked(self, program) -> dict:
        """Path that the loader asks for -> file, of everything that it would map, the loader too."""
        found = {}
        for line in output("ldd", program).splitlines():
            words = line.replace("=>", " ").split()
            paths = [word for word in words if word.startswith("/")]
            if paths:
                found[words[0] if words[0].startswith("/") else paths[0]] = os.path.realpath(paths[-1])
        return found

    def packages_of(self, files) -> set:
        """(package, version, architecture, source package)"""
        names, owners = sorted(files), set()
        for start in range(0, len(names), 200):
            asked = names[start:start + 200]
            # A file that dpkg knows by its place before /usr was merged is asked for under that name, too.
            asked += [name[len("/usr"):] for name in asked if name.startswith("/usr/lib")]
            done = subprocess.run(["dpkg-query", "-S", *asked], capture_output=True, text=True, check=False)
            for line in done.stdout.splitlines():
                owners |= set(line.rpartition(": ")[0].split(", "))
        shown = "${Package}\n${Version}\n${Architecture}\n${source:Package}"
        return {tuple(output("dpkg-query", "-W", "-f", shown, owner).split("\n")) for owner in owners}

    def header(self, path) -> str:
        """The file of a header that lies outside the tree, else nothing."""
        return os.path.realpath(path) if path.startswith("/usr/") else ""


class Sysroot:
    """Its file `files` says which package each file is of."""

    def __init__(self, root):
        self.root = pathlib.Path(os.path.realpath(root))
        self.owners = {}
        for line in (self.root / "files").read_text().splitlines():
            *package, path = line.split("\t")
            self.owners[path] = tuple(package)

    def inside(self, file) -> str:
        return "/" + str(pathlib.Path(os.path.realpath(file)).relative_to(self.root))

    def linked(self, program) -> dict:
        told = output("readelf", "-lW", program)
        loader = re.search(r"interpreter: ([^\]]+)\]", told).group(1)
        folders = [folder for top in ("lib", "usr/lib") for folder in sorted((self.root / top).glob("*-linux-gnu"))]
        found, waiting = {loader: os.path.realpath(self.root / loader[1:])}, [program]
        while waiting:
            for name in re.findall(r"\(NEEDED\).*\[(.+)\]", output("readelf", "-dW", waiting.pop())):
                file = next(folder / name for folder in folders if (folder / name).exists())
                asked = "/" + str(file.relative_to(self.root))
                if name != pathlib.PurePath(loader).name and asked not in found:
                    found[asked] = os.path.realpath(file)
                    waiting.append(found[asked])
        return found

    def packages_of(self, files) -> set:
        return {self.owners[inside] for inside in map(self.inside, files) if inside in self.owners}

    def header(self, path) -> str:
        # The cross compiler's own headers are of this machine's packages, and none of their code is in the program.
        return path if path.startswith(str(self.root)) else ""


def place(sysroot):
    return Sysroot(sysroot) if sysroot else Machine()


def directly_linked(program, where) -> set:
    """The packages of the libraries that the program itself names."""
    names = set(re.findall(r"\(NEEDED\).*\[(.+)\]", output("readelf", "-dW", program)))
    return where.packages_of(file for asked, file in where.linked(program).items() if pathlib.PurePath(asked).name in names)
