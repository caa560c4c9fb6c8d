export type Json =
  | string
  | number
  | boolean
  | null
  | { [key: string]: Json | undefined }
  | Json[]

export type Database = {
  public: {
    Tables: {
      clubs: {
        Row: {
          id: string
          name: string
          founded: number | null
          indoor: boolean
          settings: Json | null
        }
        Insert: {
          id?: string
          name: string
          founded?: number | null
          indoor?: boolean
          settings?: Json | null
        }
        Update: {
          id?: string
          name?: string
          founded?: number | null
          indoor?: boolean
          settings?: Json | null
        }
        Relationships: []
      }
      memberships: {
        Row: {
          club_id: string
          level: Database["public"]["Enums"]["member_level"]
          tags: string[] | null
        }
        Insert: {
          club_id: string
          level?: Database["public"]["Enums"]["member_level"]
          tags?: string[] | null
        }
        Update: {
          club_id?: string
          level?: Database["public"]["Enums"]["member_level"]
          tags?: string[] | null
        }
        Relationships: [
          {
            foreignKeyName: "memberships_club_id_fkey"
            columns: ["club_id"]
            isOneToOne: false
            referencedRelation: "clubs"
            referencedColumns: ["id"]
          },
        ]
      }
    }
    Views: {
      open_clubs: {
        Row: {
          id: string | null
          name: string | null
        }
        Relationships: []
      }
    }
    Functions: {
      club_size: {
        Args: { p_club: string }
        Returns: number
      }
      my_clubs: { Args: never; Returns: string[] }
    }
    Enums: {
      member_level: "guest" | "member" | "board"
    }
    CompositeTypes: {
      [_ in never]: never
    }
  }
}
