void wrong()
{
    event::emit();
    event::emit(5);
    event::emit("hit", 1, 2);
}
