"""How learning platforms name what a teacher downloads from them."""

# What each platform writes before or around a student's file: name, number, the student's own words.
NAMED_BY = {
    "Moodle": lambda name, n, own: f"{name.replace('_', ' ')}_{n}_assignsubmission_file_{own}",
    "Moodle, folders": lambda name, n, own: f"{name.replace('_', ' ')}_{n}_assignsubmission_file_/{own}",
    "Blackboard": lambda name, n, own: f"Week_3 essay_{login(name, n)}_attempt_2026-11-30-10-20-{n % 60:02}_{own}",
    "Canvas": lambda name, n, own: f"{letters(name)}_{n}_{70_000 + n}_{own}",
    "Canvas, late": lambda name, n, own: f"{letters(name)}_LATE_{n}_{70_000 + n}_{own}",
    "Canvas, nameless": lambda name, n, own: f"anonymous_A{n:04}_{70_000 + n}_{own}",
    "Brightspace": lambda name, n, own: f"{n}-77 - {name} - Nov 30, 2026 1020 AM - {own}",
    "Brightspace, French": lambda name, n, own: f"{n}-77 - {name} - 30 nov. 2026 1020 - {own}",
    "ILIAS": lambda name, n, own: f"{letters(name)}_X_{login(name, n)}_{n}/{own}",
    "Sakai": lambda name, n, own: f"{letters(name)}, X({login(name, n)})/Submission attachment(s)/{own}",
    "Google": lambda name, n, own: f"{name} {n} - {own}",
    "Teams": lambda name, n, own: f"{name} {n}/Version 1/{own}",
    "plain": lambda name, n, own: f"{name}{n}.zip",
}


def letters(name):
    return "".join(sign for sign in name.lower() if sign.isalpha()) or "x"


def login(name, n):
    return f"{letters(name)[:1]}_{letters(name)[:4]}{n}"
