void main()
{
    print("never loaded");
}
