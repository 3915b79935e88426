// How cases print, so that one expected output serves every language: each has a file `check` that offers the same.
//
// Functions here hold no variables of those around them, so there is no `fails` that calls one: what should fail stands in
// a `try` that ends with `check::passed()`, and its `catch` calls `check::failed()`.

namespace check
{
    // Without the zeros at the end, and the point if nothing is left behind it.
    string trimmed(const string &in digits)
    {
        if (digits.findFirst(".") < 0)
            return digits;
        uint length = digits.length();
        while (digits[length - 1] == 0x30)
            length--;
        if (digits[length - 1] == 0x2e)
            length--;
        return digits.substr(0, length);
    }

    // What `%.9g` makes of a number elsewhere, always with a point or an exponent.
    string number(double value)
    {
        if (isNaN(value))
            return "nan";
        if (!isFinite(value))
            return value > 0 ? "inf" : "-inf";
        string digits = formatFloat(value, "e", 0, 8);
        int mark = digits.findFirst("e");
        int exponent = int(parseInt(digits.substr(mark + 2)));
        if (digits[mark + 1] == 0x2d)
            exponent = -exponent;
        if (exponent < -4 || exponent > 8)
            return trimmed(digits.substr(0, mark)) + digits.substr(mark);
        string text = trimmed(formatFloat(value, "", 0, 8 - exponent));
        return text.findFirst(".") < 0 ? text + ".0" : text;
    }

    string quoted(const string &in text)
    {
        string quoted = "\"";
        for (uint i = 0; i < text.length(); i++) {
            uint8 byte = text[i];
            if (byte < 0x20 || byte == 0x22 || byte == 0x5c || byte == 0x7f)
                quoted += "\\x" + formatInt(byte, "0h", 2);
            else
                quoted += text.substr(i, 1);
        }
        return quoted + "\"";
    }

    // A value as text: nothing, true, 1, 1.0, "text", [1, 2], {a = 1}, Vec3(1, 2, 3).
    string text(const Value &in value)
    {
        string kind = value.kind();
        if (kind == "bool")
            return bool(value) ? "true" : "false";
        if (kind == "int")
            return formatInt(int64(value));
        if (kind == "float")
            return number(double(value));
        if (kind == "string")
            return quoted(string(value));
        if (kind == "list" || kind == "table") {
            if (value.length() == 0)
                return "empty";
            array<string> parts;
            if (kind == "list") {
                for (uint i = 0; i < value.length(); i++)
                    parts.insertLast(text(value[i]));
                return "[" + join(parts, ", ") + "]";
            }
            dictionary@ table = value;
            array<string>@ names = table.getKeys();
            for (uint i = 0; i < names.length(); i++)
                parts.insertLast(names[i] + " = " + text(table[names[i]]));
            parts.sortAsc();
            return "{" + join(parts, ", ") + "}";
        }
        if (kind == "nothing" || kind == "function")
            return kind;
        return value.asString();
    }

    // Prints values as text, separated by commas; `nothing` for the result of a function that has none.
    void show()
    {
        print("nothing");
    }

    void show(const Value &in a)
    {
        print(text(a));
    }

    void show(const Value &in a, const Value &in b)
    {
        print(text(a) + ", " + text(b));
    }

    void show(const Value &in a, const Value &in b, const Value &in c)
    {
        print(text(a) + ", " + text(b) + ", " + text(c));
    }

    void show(const Value &in a, const Value &in b, const Value &in c, const Value &in d)
    {
        print(text(a) + ", " + text(b) + ", " + text(c) + ", " + text(d));
    }

    void show(const Value &in a, const Value &in b, const Value &in c, const Value &in d, const Value &in e)
    {
        print(text(a) + ", " + text(b) + ", " + text(c) + ", " + text(d) + ", " + text(e));
    }

    void show(const Value &in a, const Value &in b, const Value &in c, const Value &in d, const Value &in e,
              const Value &in f)
    {
        print(text(a) + ", " + text(b) + ", " + text(c) + ", " + text(d) + ", " + text(e) + ", " + text(f));
    }

    void show(const Value &in a, const Value &in b, const Value &in c, const Value &in d, const Value &in e,
              const Value &in f, const Value &in g)
    {
        print(text(a) + ", " + text(b) + ", " + text(c) + ", " + text(d) + ", " + text(e) + ", " + text(f) + ", " +
              text(g));
    }

    void show(const Value &in a, const Value &in b, const Value &in c, const Value &in d, const Value &in e,
              const Value &in f, const Value &in g, const Value &in h)
    {
        print(text(a) + ", " + text(b) + ", " + text(c) + ", " + text(d) + ", " + text(e) + ", " + text(f) + ", " +
              text(g) + ", " + text(h));
    }

    // In a `catch`: prints the error as `kind: message`.
    void failed()
    {
        print(getExceptionKind() + ": " + getExceptionInfo());
    }

    // In a `catch`: prints the kind of the error only, for messages that each language words in its own way, or that are
    // not worth pinning down.
    void failed_somehow()
    {
        print(getExceptionKind());
    }

    // At the end of a `try` that should have failed.
    void passed()
    {
        print("no error");
    }

    // Prints what the compiler says of a script that it should refuse.
    void refused(const string &in path)
    {
        try {
            script::attach(entity::create(), path);
            passed();
        }
        catch {
            failed();
        }
    }

    // An entity that is gone.
    Entity dead()
    {
        Entity e = entity::create();
        e.destroy();
        return e;
    }
}
