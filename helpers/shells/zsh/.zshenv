# What zsh reads in a terminal of JupyterLab: all that it reads elsewhere; .zshrc then puts the course's Python first.
COURSE_ZSH=$ZDOTDIR
ZDOTDIR=${COURSE_ZDOTDIR:-$HOME}
if [[ -r $ZDOTDIR/.zshenv ]]; then . "$ZDOTDIR/.zshenv"; fi
COURSE_ZDOTDIR=$ZDOTDIR
ZDOTDIR=$COURSE_ZSH
