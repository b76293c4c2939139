using System.Text;

namespace Isaa.Cli.Terminal;

/// <summary>Leaves out the blanks with which tables fill their last column.</summary>
internal sealed class TrimmedLines(TextWriter inner) : TextWriter
{
    private int _blanks;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        if (value == ' ')
        {
            _blanks++;
            return;
        }

        for (; _blanks > 0; _blanks--)
        {
            if (value is not ('\n' or '\r'))
            {
                inner.Write(' ');
            }
        }

        inner.Write(value);
    }

    public override void Flush()
    {
        for (; _blanks > 0; _blanks--)
        {
            inner.Write(' ');
        }

        inner.Flush();
    }
}
