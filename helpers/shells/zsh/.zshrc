ZDOTDIR=$COURSE_ZDOTDIR
if [[ -r $ZDOTDIR/.zshrc ]]; then . "$ZDOTDIR/.zshrc"; fi
unalias python python3 2>/dev/null
export PATH="$COURSE_PYTHON_FOLDER:$PATH"
